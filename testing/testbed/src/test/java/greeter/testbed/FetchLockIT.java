package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("external")
class FetchLockIT {
  private static final String TRY =
      """
      import fcntl
      with open("wheel.lock", "w") as file:
          try:
              fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
              print("free", end="")
          except OSError:
              print("taken", end="")
      """;

  @TempDir Path folder;

  private Optional<String> asAnotherProcessFindsIt() {
    return Command.run(folder, "python3", "-c", TRY);
  }

  @Test
  void holding_keepsOtherProcessesOut_asLongAsItFetches() {
    assertThat(FetchLock.holding(folder.resolve("wheel"), this::asAnotherProcessFindsIt))
        .contains("taken");
    assertThat(asAnotherProcessFindsIt()).contains("free");
  }
}
