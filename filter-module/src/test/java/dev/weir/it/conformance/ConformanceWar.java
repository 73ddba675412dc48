package dev.weir.it.conformance;

import dev.weir.it.PayaraServer;
import dev.weir.it.Wars;
import dev.weir.it.conformance.concurrent.Tasks;
import dev.weir.it.conformance.ejb.Seeder;
import dev.weir.it.conformance.faces.Form;
import dev.weir.it.conformance.messaging.adapter.Courier;
import dev.weir.it.conformance.microprofile.Guarded;
import dev.weir.it.conformance.transaction.Ledger;
import dev.weir.it.conformance.web.Quotes;
import dev.weir.it.conformance.websocket.Echo;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * One application that holds all places where a limit can be declared. Each package needs {@code web}, the servlet,
 * JAX-RS and CDI, and one more part of the platform; a server that lacks that part gets an application without the
 * package.
 */
final class ConformanceWar {

    private ConformanceWar() {}

    /** What every server with CDI and JAX-RS runs. */
    static WebArchive web() {
        return Wars.war("conformance").addPackage(Quotes.class.getPackage());
    }

    /** The same with EJBs. */
    static WebArchive beans() {
        return web().addPackage(Seeder.class.getPackage());
    }

    /** All of it. */
    static WebArchive whole() {
        return withoutMicroProfile().addPackage(Guarded.class.getPackage()).addPackage(Echo.class.getPackage());
    }

    /** What a server of Jakarta EE runs that has no more of MicroProfile than its configuration. */
    static WebArchive withoutMicroProfile() {
        return beans().addPackage(Tasks.class.getPackage())
                .addPackage(Form.class.getPackage())
                .addAsWebResource("it/form.xhtml", "form.xhtml")
                .setWebXML("it/conformance-web.xml")
                .addPackage(Ledger.class.getPackage());
    }

    /** What delivers messages to message-driven beans; it is deployed beside the application. */
    static ResourceAdapterArchive courier() {
        JavaArchive classes =
                ShrinkWrap.create(JavaArchive.class, "courier.jar").addPackage(Courier.class.getPackage());
        return ShrinkWrap.create(ResourceAdapterArchive.class, "courier.rar").addAsLibrary(classes);
    }

    /** A Payara Micro that runs all of it, the same for all tests of this process, which ends it. */
    static PayaraServer running() {
        return Running.SERVER;
    }

    private static final class Running {

        static final PayaraServer SERVER = PayaraServer.start("conformance", whole());
    }
}
