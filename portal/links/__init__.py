"""Public addresses: tokenised links to one subject, and one-time codes sent to known contacts."""
