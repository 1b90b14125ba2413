package greeter.client.check;

import greeter.api.Wire;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** For CI systems: a test suite of JUnit's form, a test case for each code. */
final class JunitReport implements Report {
  @Override
  public void print(Checked checked, Grade failOn, PrintWriter out) {
    List<Result> results = checked.results();
    Counts counts =
        new Counts(
            results.size() + checked.cutShort().stream().count(),
            results.stream().filter(result -> fails(result, failOn)).count(),
            checked.cutShort().stream().count()
                + results.stream().filter(JunitReport::isError).count(),
            results.stream().filter(JunitReport::isSkipped).count());
    suite(
        checked.target(),
        counts,
        checked.took(),
        xml -> {
          for (Result result : results) {
            write(result, failOn, xml);
          }
          if (checked.cutShort().isPresent()) {
            writeError("run", checked.cutShort().get(), xml);
          }
        },
        out);
  }

  @Override
  public void unreachable(String target, String why, PrintWriter out) {
    suite(target, new Counts(1, 0, 1, 0), Duration.ZERO, xml -> writeError("reach", why, xml), out);
  }

  private static void writeError(String name, String why, XMLStreamWriter xml)
      throws XMLStreamException {
    beginCase("check", name, xml);
    xml.writeEmptyElement("error");
    xml.writeAttribute("message", Wire.printable(why));
    xml.writeEndElement();
  }

  private record Counts(long tests, long failures, long errors, long skipped) {}

  private interface Cases {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  private static void suite(
      String target, Counts counts, Duration took, Cases cases, PrintWriter out) {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "greeter-client check " + Wire.printable(target));
      xml.writeAttribute("tests", Long.toString(counts.tests()));
      xml.writeAttribute("failures", Long.toString(counts.failures()));
      xml.writeAttribute("errors", Long.toString(counts.errors()));
      xml.writeAttribute("skipped", Long.toString(counts.skipped()));
      xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0));
      cases.write(xml);
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    out.println();
  }

  private static boolean fails(Result result, Grade failOn) {
    return result.grade() == Grade.FAIL || (result.grade() == Grade.WARN && failOn == Grade.WARN);
  }

  /** What is no verdict must not read as a passed test, nor as one that was not asked for. */
  private static boolean isError(Result result) {
    return result.grade() == Grade.INCONCLUSIVE;
  }

  private static boolean isSkipped(Result result) {
    return result.grade() == Grade.NOT_RUN;
  }

  private static void write(Result result, Grade failOn, XMLStreamWriter xml)
      throws XMLStreamException {
    beginCase("check." + result.code().group().label(), result.code().label(), xml);
    String line = Wire.printable(result.line());
    if (fails(result, failOn)) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", line);
      xml.writeAttribute("type", result.blame().map(Object::toString).orElse("nobody"));
      writeEvidence(result, xml);
      xml.writeEndElement();
    } else if (result.isInconclusiveForACause()) {
      xml.writeStartElement("error");
      xml.writeAttribute("message", line);
      writeEvidence(result, xml);
      xml.writeEndElement();
    } else if (isSkipped(result) || isError(result)) {
      xml.writeEmptyElement(isError(result) ? "error" : "skipped");
      xml.writeAttribute("message", line);
    } else {
      xml.writeStartElement("system-out");
      xml.writeCharacters(result.grade() + ": " + line);
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void writeEvidence(Result result, XMLStreamWriter xml) throws XMLStreamException {
    for (String seen : result.seen()) {
      xml.writeCharacters(Wire.printable(seen) + "\n");
    }
    xml.writeCharacters(Wire.printable(result.cause()));
    for (Explanation.Fix fix : result.fixes()) {
      xml.writeCharacters("\nfix, %s: %s".formatted(fix.where(), fix.settingAlone()));
    }
  }

  private static void beginCase(String classname, String name, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", classname);
    xml.writeAttribute("name", name);
  }
}
