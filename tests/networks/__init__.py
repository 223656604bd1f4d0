"""A thin and broken line between two network namespaces, and a phone at its end."""
