"""What entries of the pipeline call: decisions of contracts/ about distinct keys, lists, parameters, Python steps."""
