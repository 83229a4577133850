"""What a decision rests on: who contributes what, and what it would take."""
