"""Shards on a Dask cluster: on several machines, or in several processes of this one."""
