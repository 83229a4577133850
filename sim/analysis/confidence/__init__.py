"""Tests of confidence: what the model must do, what must add up, and what must not matter."""
