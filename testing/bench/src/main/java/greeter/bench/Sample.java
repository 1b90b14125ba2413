package greeter.bench;

/**
 * What a client says of one turn.
 *
 * @param rate answered calls in a second
 * @param p50 seconds
 * @param busy the client's processor time ÷ the time of the turn, its start included: 1 is a core
 */
record Sample(double rate, double p50, double busy) {}
