"""Invoices, credit notes, payments and receipts."""
