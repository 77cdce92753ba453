"""From the numbers of a wrong program to what is behind them. Pure: numbers in, `Diagnosis` out."""
