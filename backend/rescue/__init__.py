"""What was rescued from a phone, heard with the guarantees of a push."""
