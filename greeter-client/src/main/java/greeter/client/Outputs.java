package greeter.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The forms of a report, and where each goes: {@code -o FORM[=FILE]}, as often as one likes. */
final class Outputs {
  private Outputs() {}

  /**
   * Where a report goes.
   *
   * @param file empty: standard output
   */
  record Output<F extends Enum<F>>(F form, Optional<Path> file) {}

  /** Reads a FORM, one of an enum's constants in lower case, and its FILE. */
  abstract static class Converter<F extends Enum<F>> implements ITypeConverter<Output<F>> {
    private final Class<F> forms;

    Converter(Class<F> forms) {
      this.forms = forms;
    }

    @Override
    public Output<F> convert(String value) {
      String[] parts = value.split("=", 2);
      F form =
          Arrays.stream(forms.getEnumConstants())
              .filter(one -> label(one).equals(parts[0]))
              .findFirst()
              .orElseThrow(() -> wrong(value, labels(forms) + ", each also with =FILE"));
      return new Output<>(
          form, parts.length == 1 ? Optional.empty() : Optional.of(file(value, parts[1])));
    }

    private static Path file(String value, String name) {
      try {
        Path file = Path.of(name);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.isWritable(folder) && !Files.isDirectory(file)) {
          return file;
        }
      } catch (InvalidPathException e) {
        // as any other that cannot be written
      }
      throw wrong(value, "FORM=FILE, a file that can be written");
    }

    private static TypeConversionException wrong(String value, String expected) {
      return new TypeConversionException("\"" + value + "\" (expected: " + expected + ")");
    }
  }

  private static String label(Enum<?> form) {
    return form.name().toLowerCase(Locale.ROOT);
  }

  /** All of them, as in {@code table, json or csv}. */
  static String labels(Class<? extends Enum<?>> forms) {
    return Arrays.stream(forms.getEnumConstants())
        .map(Outputs::label)
        .collect(joining(", "))
        .replaceFirst(", (\\w+)$", " or $1");
  }

  /**
   * Sees that the reports can go where they should, before there is anything to lose.
   *
   * @throws ParameterException if two of them want standard output or one file
   */
  static <F extends Enum<F>> void check(CommandSpec command, List<Output<F>> outputs) {
    List<F> together =
        outputs.stream().filter(to -> to.file().isEmpty()).map(Output::form).toList();
    if (together.size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          "--output: \"%s\" (expected: one for standard output, each other with =FILE)"
              .formatted(label(together.get(1))));
    }
    Set<Path> files = new HashSet<>();
    for (Output<F> to : outputs) {
      Optional<Path> file = to.file().map(path -> path.toAbsolutePath().normalize());
      if (file.isPresent() && !files.add(file.get())) {
        throw new ParameterException(
            command.commandLine(),
            "--output: \"%s=%s\" (expected: a file for each form)"
                .formatted(label(to.form()), to.file().get()));
      }
    }
  }

  /**
   * Prints a report in all its forms.
   *
   * @param table the form for standard output where no other goes there
   * @throws IOException if one cannot be written; the others are, since they are worth as much
   */
  static <F extends Enum<F>> void print(
      CommandSpec command, List<Output<F>> outputs, F table, BiConsumer<F, PrintWriter> report)
      throws IOException {
    PrintWriter out = command.commandLine().getOut();
    Stream.concat(
            outputs.stream().filter(to -> to.file().isEmpty()).map(Output::form), Stream.of(table))
        .limit(1)
        .forEach(form -> report.accept(form, out));
    out.flush();
    Optional<IOException> unwritten = Optional.empty();
    for (Output<F> to : outputs) {
      if (to.file().isPresent()) {
        try {
          write(to.file().get(), file -> report.accept(to.form(), file));
        } catch (IOException e) {
          unwritten = Optional.of(unwritten.orElse(e));
        }
      }
    }
    if (unwritten.isPresent()) {
      throw unwritten.get();
    }
  }

  /** A PrintWriter does not say that it could not write. */
  private static void write(Path file, Consumer<PrintWriter> report) throws IOException {
    boolean failed;
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, UTF_8))) {
      report.accept(out);
      failed = out.checkError();
    }
    if (failed) {
      throw new IOException(file + ": cannot be written (is the disk full?)");
    }
  }
}
