// The first file of these tests, replaced by their first real one.
