package dev.weir.it.whole;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** On Payara Micro. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PayaraWholeReplyIT extends WholeReplyContract {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("whole", BegunServlet.class, RefusedCall.class, StubbornFilter.class, ZipFilter.class)
                .setWebXML("it/whole-web.xml");
    }

    @Override
    protected Visitor visitor() {
        return Visitor.of(root);
    }

    @Override
    protected String log() {
        return "a call was refused when its response was on its way already (";
    }
}
