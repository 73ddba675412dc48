package dev.weir.it.life;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The first user of the server's database: H2 keeps a static exception, and so the classes of whoever loads it. */
@WebServlet("/connect")
public class ConnectingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Resource
    private transient DataSource database;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        try (Connection connection = database.getConnection()) {
            response.setHeader("X-Database", connection.getMetaData().getDatabaseProductName());
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }
}
