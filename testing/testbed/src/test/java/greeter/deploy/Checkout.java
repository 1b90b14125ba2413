package greeter.deploy;

import greeter.testbed.Project;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A copy of the project's files, so that a build in it touches nothing of the one under way. */
record Checkout(Path folder) {
  private static final Set<String> LEFT_OUT = Set.of("target", ".git");

  static Checkout copy(Path to) throws IOException {
    Path from = Project.root();
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (LEFT_OUT.contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!LEFT_OUT.contains(file.getFileName().toString())) {
              Files.copy(file, to.resolve(from.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new Checkout(to);
  }

  /** Maven at the root of it, on this process's Java and with the caller's local repository. */
  Finished maven(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-DskipTests"));
    // The build under way has checked the format and the code.
    command.add("-P!jdk21");
    // Surefire's word for it.
    Optional.ofNullable(System.getProperty("localRepository"))
        .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // A short build ends before the optimising compiler has earned what it costs.
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    return Finished.run(builder);
  }

  /**
   * Builds the images, and pushes them.
   *
   * @return what Maven printed
   */
  String push(Registry registry, String base, String tag, String... options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "package",
            "jib:build",
            "-Dimage.base=" + base,
            "-Dimage.registry=" + registry.address(),
            "-Dimage.tag=" + tag,
            "-Dimage.revision=0123abc",
            "-Dimage.source=https://example.com/greeter",
            "-Djib.allowInsecureRegistries=true",
            // Layers that another build has cached are no proof.
            "-Djib.useOnlyProjectCache=true"));
    return done(maven(arguments)).output();
  }

  /** Runs one of its programs. */
  Finished run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(folder.resolve(program).toString()));
    command.addAll(List.of(arguments));
    return Finished.run(new ProcessBuilder(command));
  }

  private static Finished done(Finished step) throws IOException {
    if (step.exitCode() != 0) {
      throw new IOException(step.output());
    }
    return step;
  }
}
