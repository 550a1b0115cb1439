"""The HTTP rules of the house: doors are built from these parts and add no rules of their own."""
