"""Programme types as data, and driving a whole call: run-call and the demo city."""
