package io.heapcast.bench.real.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** An H2 database on disk, in the working directory, whose page cache warms up query by query. */
final class Database implements Workload {

  private static final int ROWS_PER_MIB = 480;
  private static final int ROW_CHARACTERS = 2_000;
  private static final int INSERTS_PER_COMMIT = 500;
  private static final double QUERIES_PER_REQUEST = 0.25;

  private final SplittableRandom random;
  private final Connection connection;
  private final PreparedStatement query;
  private final int rows;

  Database(Setup setup) {
    random = setup.random().split();
    int cacheMiB = (int) (setup.roomBytes() * random.nextDouble(0.15, 0.3) / 1024 / 1024);
    rows = cacheMiB * ROWS_PER_MIB * 2;
    try {
      connection =
          DriverManager.getConnection("jdbc:h2:./shop;CACHE_SIZE=" + cacheMiB * 1024, "sa", "");
      fill();
      query = connection.prepareStatement("select text from item where id = ?");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void request(double seconds, JsonNode request) {
    if (random.nextDouble() >= QUERIES_PER_REQUEST) {
      return;
    }
    try {
      query.setInt(1, random.nextInt(rows));
      try (ResultSet result = query.executeQuery()) {
        if (!result.next() || result.getString(1).isEmpty()) {
          throw new IllegalStateException("row lost");
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create table item(id int primary key, text varchar)");
    }
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement("insert into item values (?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setInt(1, i);
        String word = "item-" + random.nextInt() + " ";
        insert.setString(2, word.repeat(ROW_CHARACTERS / word.length()));
        insert.executeUpdate();
        if (i % INSERTS_PER_COMMIT == 0) {
          connection.commit();
        }
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }
}
