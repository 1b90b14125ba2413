package greeter.client.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * The processor time that this process uses. To make one loads many classes, so it is made before
 * there is anything to be late for.
 */
final class Cpu {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private long start;

  /** From here on it counts. */
  void restart() {
    start = SYSTEM.getProcessCpuTime();
  }

  Duration used() {
    return Duration.ofNanos(SYSTEM.getProcessCpuTime() - start);
  }
}
