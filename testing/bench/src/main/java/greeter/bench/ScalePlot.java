package greeter.bench;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** What changes with one thing at a time, as a picture: a chart for each. */
final class ScalePlot {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 320;
  private static final int COLUMNS = 2;

  private ScalePlot() {}

  static void write(Scale.Result result, Path png) throws IOException {
    List<Scale.Sweep> sweeps = result.sweeps();
    int rows = (sweeps.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage image =
        new BufferedImage(COLUMNS * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (int i = 0; i < sweeps.size(); i++) {
      chart(sweeps.get(i))
          .draw(graphics, new Rectangle(i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT, WIDTH, HEIGHT));
    }
    graphics.dispose();
    File file = png.toFile();
    if (!ImageIO.write(image, "png", file)) {
      throw new IOException(file + ": no writer of PNG");
    }
  }

  private static JFreeChart chart(Scale.Sweep sweep) {
    YIntervalSeries series = new YIntervalSeries(sweep.of());
    for (Scale.Point point : sweep.points()) {
      Figure rate = point.rate();
      series.add(point.at(), rate.median(), rate.min(), rate.max());
    }
    YIntervalSeriesCollection data = new YIntervalSeriesCollection();
    data.addSeries(series);
    JFreeChart chart = ChartFactory.createXYLineChart(null, sweep.of(), "calls/s", data);
    chart.removeLegend();
    XYPlot plot = chart.getXYPlot();
    plot.setDomainAxis(axis(sweep));
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setSeriesLinesVisible(0, true);
    plot.setRenderer(renderer);
    plot.getRangeAxis().setLowerBound(0);
    return chart;
  }

  /** By tens, where it goes through several; the labels are the numbers themselves. */
  private static ValueAxis axis(Scale.Sweep sweep) {
    List<Scale.Point> points = sweep.points();
    boolean byTens = points.get(points.size() - 1).at() >= 10 * points.get(0).at();
    NumberFormat plain = NumberFormat.getIntegerInstance(Locale.ROOT);
    if (!byTens) {
      NumberAxis axis = new NumberAxis(sweep.of());
      axis.setTickUnit(new NumberTickUnit(1, plain));
      return axis;
    }
    LogAxis axis = new LogAxis(sweep.of());
    axis.setBase(10);
    axis.setTickUnit(new NumberTickUnit(1, plain));
    return axis;
  }
}
