/**
 * What happened to pods and proxy during a run of load, by what its result shows: ROLLOUT, RETRY,
 * LB-SCALE, RELOAD and COLD, each on its real event and not on what looks like it.
 */
package greeter.client.load.event;
