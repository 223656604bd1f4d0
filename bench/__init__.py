"""What it costs: `make bench` measures server and phone, prints a table, writes JSON."""
