"""A believable firm to look around in, made from a seed."""
