"""Until when and how to dispute: deadlines, business days, levels of appeal, batches; and overpayments to return."""
