"""Word lists from which people, companies and addresses are drawn, in pairs of languages."""
