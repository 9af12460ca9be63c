"""The three currencies: CLOCK (seconds), COIN (US dollars) and CARBON (grams of CO2 equivalent)."""
