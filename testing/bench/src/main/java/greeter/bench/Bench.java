package greeter.bench;

import greeter.testbed.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the clients beside one another. {@code testing/bench/bench} starts it. */
final class Bench {
  private Bench() {}

  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = run(BenchOptions.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      exitCode = 2;
    } catch (IOException | IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      exitCode = 1;
    } catch (InterruptedException e) {
      exitCode = 130;
    }
    System.exit(exitCode);
  }

  private static int run(BenchOptions options) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Project.root().resolve("target/bench"));
    Accuracy.Result result = new Accuracy(options, folder).run();
    String table = AccuracyReport.markdown(result);
    System.out.print(table);
    Files.writeString(folder.resolve("accuracy.md"), table);
    Files.writeString(folder.resolve("accuracy.json"), AccuracyReport.json(result));
    System.out.println("\nwritten: target/bench/accuracy.md, target/bench/accuracy.json");
    return result.agree() ? 0 : 1;
  }
}
