"""The service catalogue: what the firm sells, with fees, workflow, documents and eligibility."""
