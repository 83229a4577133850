"""Workers: threads of this machine, or processes of a Dask cluster."""
