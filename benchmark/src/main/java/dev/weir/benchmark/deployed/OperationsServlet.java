package dev.weir.benchmark.deployed;

import com.hazelcast.cache.ICache;
import com.hazelcast.core.HazelcastInstance;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Counts the operations on the entries of Weir's caches that this member has, by any member, as the statistics of
 * JCache count them where the entry is. {@code POST} switches the statistics on, {@code GET} returns the number: gets
 * and removals, because a swap or a {@code putIfAbsent} counts as one get, whether or not it changed something.
 */
@WebServlet("/*")
public final class OperationsServlet extends HttpServlet {

    private static final String PREFIX = "weir.";

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            int switched = 0;
            for (ICache<?, ?> cache : caches().toList()) {
                cache.getCacheManager().enableStatistics(cache.getName(), true);
                switched++;
            }
            answer(response, switched);
        } catch (NamingException e) {
            throw new IOException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(
                    response,
                    caches().map(ICache::getLocalCacheStatistics)
                            .mapToLong(each -> each.getCacheGets() + each.getCacheRemovals())
                            .sum());
        } catch (NamingException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpServletResponse response, long number) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(number);
    }

    @SuppressWarnings("BanJNDI") // a constant name, in the server's own namespace
    private static Stream<ICache<?, ?>> caches() throws NamingException {
        HazelcastInstance hazelcast = (HazelcastInstance) new InitialContext().lookup("payara/Hazelcast");
        return hazelcast.getDistributedObjects().stream()
                .filter(ICache.class::isInstance)
                .<ICache<?, ?>>map(object -> (ICache<?, ?>) object)
                .filter(cache -> cache.getName().startsWith(PREFIX) && cache.getCacheManager() != null);
    }
}
