"""Result tables as text, CSV and JSON."""
