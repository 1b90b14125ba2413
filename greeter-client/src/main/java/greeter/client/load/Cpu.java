package greeter.client.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The processor time that this process uses from here on. */
final class Cpu {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long start = SYSTEM.getProcessCpuTime();

  Duration used() {
    return Duration.ofNanos(SYSTEM.getProcessCpuTime() - start);
  }
}
