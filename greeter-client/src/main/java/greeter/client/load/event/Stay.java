package greeter.client.load.event;

import java.time.Duration;

/**
 * The time during which a pod answered.
 *
 * @param from when its first answered call was sent, from the start of the run
 * @param to the same of the last
 * @param came whether it was not there before: that calls missed it by chance is out of the
 *     question
 * @param ended likewise, whether it was not there afterwards
 */
record Stay(String pod, Duration from, Duration to, boolean came, boolean ended) {
  boolean covers(Duration time) {
    return from.compareTo(time) <= 0 && time.compareTo(to) <= 0;
  }
}
