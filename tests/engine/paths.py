"""Location of the test models."""

from pathlib import Path

MODELS = Path(__file__).parent / "models"
