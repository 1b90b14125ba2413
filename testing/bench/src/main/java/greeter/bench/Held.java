package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process holds of memory.
 *
 * @param resident megabytes
 * @param own those of them that are its own, and no file's
 */
record Held(double resident, double own) {
  private static final double MEGA = 1e6;
  private static final double KIBI = 1024;

  static Held by(ChildProcess process) throws IOException {
    return in(Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
  }

  /** As of the text of proc(5)'s status, which has KiB. */
  static Held in(String status) {
    return new Held(field(status, "VmRSS"), field(status, "RssAnon"));
  }

  private static double field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(line -> megabytes(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Of so many KiB. */
  static double megabytes(String kibibytes) {
    return Double.parseDouble(kibibytes) * KIBI / MEGA;
  }
}
