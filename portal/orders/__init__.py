"""Orders: service requests, their steps and clocks, what they wait for, what they are billed."""
