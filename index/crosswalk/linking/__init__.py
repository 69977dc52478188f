"""Which units of a child carry out which tasks of its parent: signs, what rivals them, the learned weights of both."""
