"""Ensemble folders: manifest, shards and tables on local disk or object stores."""
