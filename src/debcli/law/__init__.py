"""Pure law: rates, interest, collection costs, order of payment, limitation, terms."""
