"""Where the tests' own models are."""

from pathlib import Path

MODELS = Path(__file__).parent / "models"
