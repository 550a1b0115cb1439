"""What a member of staff sees first."""
