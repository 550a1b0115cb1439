"""Hypothesis without a deadline: a busy machine must not fail a right answer."""

from hypothesis import settings

settings.register_profile("kit", deadline=None, max_examples=150)
settings.load_profile("kit")
