package dev.weir.gateway.request;

import static dev.weir.gateway.request.Requests.bytes;
import static dev.weir.gateway.request.Requests.chat;
import static dev.weir.gateway.request.Requests.refused;
import static dev.weir.gateway.request.Requests.refusedChat;
import static dev.weir.gateway.request.Requests.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.error.ApiError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private static final String HELLO = "'messages':[{'role':'user','content':'hello'}]";

    @Test
    void read_chat_hasWhatItSays() {
        CompletionRequest request = chat("{'model':'llama'," + HELLO
                + ",'stream':true,'stream_options':{'include_usage':true,'other':{'a':[1]}},'n':4,'max_tokens':100,"
                + "'temperature':0.5}");
        assertThat(request.model()).isEqualTo("llama");
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.choices()).isEqualTo(4);
        assertThat(request.maxTokens()).hasValue(100);
        assertThat(request.prompt()).isEqualTo(new Prompt(List.of("hello"), 1, 0, 0));
    }

    @Test
    void read_bothMaxima_isTheLarger() {
        assertThat(chat("{'model':'m'," + HELLO + ",'max_tokens':1,'max_completion_tokens':800}")
                        .maxTokens())
                .hasValue(800);
        assertThat(chat("{'model':'m'," + HELLO + ",'max_completion_tokens':1,'max_tokens':800}")
                        .maxTokens())
                .hasValue(800);
        assertThat(chat("{'model':'m'," + HELLO + ",'max_tokens':1e2}").maxTokens())
                .hasValue(100);
    }

    @Test
    void read_nulls_areAbsent() {
        CompletionRequest request = chat("{'model':'m'," + HELLO
                + ",'max_tokens':null,'n':null,'stream':null,'stream_options':null,'chat_template':null}");
        assertThat(request.maxTokens()).isEmpty();
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.stream()).isFalse();
    }

    @Test
    void read_namesWithEscapes_areTheSameNames() {
        assertThat(chat("{'model':'m'," + HELLO + ",'max\\u005ftokens':7}").maxTokens())
                .hasValue(7);
    }

    @Test
    void prompt_ofAChat_isAllThatAModelReads() {
        Prompt prompt = chat("{'model':'m','messages':["
                        + "{'role':'system','content':'be brief','name':'rules'},"
                        + "{'role':'user','content':[{'type':'text','text':'what is'},"
                        + "{'type':'image_url','image_url':{'url':'data:AAAA'}},{'type':'input_audio','input_audio':{}}]},"
                        + "{'role':'assistant','content':null,'reasoning_content':'hm','tool_calls':[{'id':'c1'}]},"
                        + "{'role':'tool','tool_call_id':'c1','content':'42'},"
                        + "{'role':'a role of its own','content':['a','b']}],"
                        + "'tools':[{'name':'f'}],'stop':'never read','user':'nor this','seed':5}")
                .prompt();
        assertThat(prompt.texts())
                .containsExactly(
                        "be brief",
                        "rules",
                        "what is",
                        "hm",
                        "[\n    {\n    \"id\": \"c1\"\n    }\n    ]",
                        "c1",
                        "42",
                        "a role of its own",
                        "a",
                        "b",
                        "[\n    {\n    \"name\": \"f\"\n    }\n    ]");
        assertThat(prompt.messages()).isEqualTo(5);
        assertThat(prompt.media()).isEqualTo(2);
    }

    @Test
    void prompt_fieldsThatAreUnknown_areCounted() {
        assertThat(chat("{'model':'m'," + HELLO + ",'documents':['secret']}")
                        .prompt()
                        .texts())
                .containsExactly("hello", "[\n    \"secret\"\n    ]");
    }

    @Test
    void prompt_mediaWithoutAType_areCounted() {
        assertThat(chat("{'model':'m','messages':[{'role':'user','content':[{'image_url':'x'},{'uuid':'y'},"
                                + "{'type':'text','text':'t','video_url':{}}]}]}")
                        .prompt())
                .isEqualTo(new Prompt(List.of("t"), 1, 0, 3));
    }

    @Test
    void prompt_ofText_isTextsOrTokens() {
        assertThat(text("{'model':'m','prompt':'one'}").prompt()).isEqualTo(new Prompt(List.of("one"), 1, 0, 0));
        CompletionRequest several = text("{'model':'m','prompt':['one','two','']," + "'n':2,'best_of':3}");
        assertThat(several.prompt()).isEqualTo(new Prompt(List.of("one", "two"), 3, 0, 0));
        assertThat(several.choices()).isEqualTo(9);
        assertThat(text("{'model':'m','prompt':[1,2,3]}").prompt()).isEqualTo(new Prompt(List.of(), 1, 3, 0));
        assertThat(text("{'model':'m','prompt':[[1,2],[3],[4,5,6]],'suffix':'end'}")
                        .prompt())
                .isEqualTo(new Prompt(List.of("end"), 3, 6, 0));
    }

    @Test
    void read_wrongFields_areRefusedWithTheirName() {
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("'max_tokens':0", "max_tokens"),
                Map.entry("'max_tokens':-1", "max_tokens"),
                Map.entry("'max_tokens':1.5", "max_tokens"),
                Map.entry("'max_tokens':'100'", "max_tokens"),
                Map.entry("'max_completion_tokens':99999999999999999999", "max_completion_tokens"),
                Map.entry("'max_completion_tokens':1e999999999", "max_completion_tokens"),
                Map.entry("'max_completion_tokens':1e-999999999", "max_completion_tokens"),
                Map.entry("'n':0", "n"),
                Map.entry("'n':129", "n"),
                Map.entry("'best_of':true", "best_of"),
                Map.entry("'stream':'true'", "stream"),
                Map.entry("'stream_options':[]", "stream_options"),
                Map.entry("'stream_options':{'include_usage':1}", "stream_options.include_usage"),
                Map.entry("'chat_template':'{{ messages }}'", "chat_template"),
                Map.entry("'prompt_embeds':'AAAA'", "prompt_embeds"));
        wrong.forEach((field, param) -> {
            ApiError error = refusedChat("{'model':'m'," + HELLO + "," + field + "}");
            assertThat(error.status()).as(field).isEqualTo(400);
            assertThat(error.type()).isEqualTo("invalid_request_error");
            assertThat(error.param()).as(field).contains(param);
        });
    }

    @Test
    void read_wrongPrompts_areRefused() {
        for (String messages : List.of("[]", "{}", "'hi'", "null", "[1]", "[[]]")) {
            ApiError error = refusedChat("{'model':'m','messages':" + messages + "}");
            assertThat(error.status()).as(messages).isEqualTo(400);
            assertThat(error.param().orElseThrow()).as(messages).startsWith("messages");
        }
        for (String prompt : List.of(
                "[]", "{}", "null", "7", "[1,'a']", "['a',1]", "[[1],2]", "[[1,'a']]", "[1.5]", "[-1]", "[null]")) {
            ApiError error = refused(Endpoint.TEXT, bytes("{'model':'m','prompt':" + prompt + "}"));
            assertThat(error.param()).as(prompt).contains("prompt");
        }
        assertThat(refusedChat("{'model':'m','prompt':'a'}").param()).contains("messages");
        assertThat(refusedChat("{'model':'m','messages':[{'role':'user','content':5}]}")
                        .param())
                .contains("messages[0].content");
        assertThat(refusedChat("{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':5}]}]}")
                        .param())
                .contains("messages[0].content[0].text");
    }

    @Test
    void read_wrongModels_areRefused() {
        for (String model : List.of("5", "null", "''", "' '", "'a\\r\\nx: y'", "'a\\u0000'", "'a\\u2028'")) {
            ApiError error = refusedChat("{'model':" + model + "," + HELLO + "}");
            assertThat(error.param()).as(model).contains("model");
        }
        assertThat(refusedChat("{" + HELLO + "}").param()).contains("model");
    }

    @Test
    void read_duplicateNamesAtAnyLevel_areRefused() {
        for (String twice : List.of(
                "{'model':'m'," + HELLO + ",'max_tokens':1,'max_tokens':900}",
                "{'model':'m'," + HELLO + ",'max_tokens':1,'max\\u005ftokens':900}",
                "{'model':'m','model':'n'," + HELLO + "}",
                "{'model':'m','messages':[{'role':'user','content':'a','content':'b'}]}",
                "{'model':'m'," + HELLO + ",'user':{'a':[{'b':1,'b':2}]}}")) {
            assertThat(refusedChat(twice).message()).as(twice).contains("twice");
        }
    }

    @Test
    void read_whatIsNotJson_isRefused() {
        for (String body : List.of(
                "",
                " ",
                "[]",
                "5",
                "'a'",
                "{",
                "{'model':'m'",
                "{'model':'m'," + HELLO + "}x",
                "{'model':'m'," + HELLO + "}{}",
                "{'model':'m'," + HELLO + "}]",
                "{'model':'m'," + HELLO + ",}",
                "{'model':'m'," + HELLO + ",'a':01}",
                "{'model':'m'," + HELLO + ",'a':NaN}",
                "{model:'m'," + HELLO + "}",
                "{'model':'m'," + HELLO + ",'a':'\t'}",
                "\ufeff{'model':'m'," + HELLO + "}",
                "{'model':'m'," + HELLO + ",'a':'\\ud800'}",
                "{'model':'m'," + HELLO + ",'a':'\\udc00\\ud800'}",
                "{'model':'m'," + HELLO + ",'a':" + "1".repeat(2_000) + "}")) {
            ApiError error = refusedChat(body);
            assertThat(error.status()).as(body).isEqualTo(400);
            assertThat(error.type()).isEqualTo("invalid_request_error");
        }
    }

    @Test
    void read_otherCharsets_areRefused() {
        String json = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\u00e9\"}]}";
        assertThat(refused(Endpoint.CHAT, json.getBytes(ISO_8859_1)).message()).contains("UTF-8");
        assertThat(refused(Endpoint.CHAT, json.getBytes(UTF_16)).status()).isEqualTo(400);
        for (String type : List.of("application/json; charset=iso-8859-1", "application/json;charset=\"utf-16\"")) {
            assertThat(refused(Endpoint.CHAT, Optional.of(type), bytes("{}")).message())
                    .contains("utf-8");
        }
        assertThat(refused(Endpoint.CHAT, Optional.of("text/plain"), bytes("{}"))
                        .status())
                .isEqualTo(415);
        assertThat(refused(Endpoint.CHAT, Optional.of("application/json; charset=UTF-8"), bytes("{}"))
                        .message())
                .contains("model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'max_tokens'", "'seed'", "'metadata':{'deep':[1],'a'"})
    void read_numbersOutOfRange_areRefused(String field) {
        for (String number : List.of("1e9999999999", "-1E-9999999999", "1e" + "9".repeat(30), "1".repeat(2_000))) {
            String close = field.startsWith("'metadata") ? "}" : "";
            assertThat(refusedChat("{'model':'m'," + HELLO + ',' + field + ':' + number + close + '}')
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void read_echoInAStream_isRefused() {
        String prompt = "{'model':'m','prompt':'hello','echo':true";
        assertThat(text(prompt + "}").stream()).isFalse();
        assertThat(text(prompt.replace("true", "false") + ",'stream':true}").stream())
                .isTrue();
        assertThat(refused(Endpoint.TEXT, bytes(prompt + ",'stream':true}")).param())
                .contains("echo");
    }

    @Test
    void read_deepOrLargeBodies_costLittle() {
        int size = 1 << 20;
        List<String> costly = List.of(
                "[".repeat(size),
                "{'a':".repeat(size / 5),
                "{'messages':" + "[".repeat(size),
                "{'x':" + "[".repeat(size),
                "{'model':'m'," + HELLO + ",'x':" + "9".repeat(size) + "}",
                "{'model':'m'," + HELLO + ",'max_tokens':1e" + "9".repeat(size) + "}");
        long began = System.nanoTime();
        costly.forEach(body -> assertThat(refusedChat(body).status()).isEqualTo(400));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void read_deepJsonThatIsAllowed_isRenderedWithinBounds() {
        String deep = "[".repeat(98) + "1,".repeat(400_000) + "1" + "]".repeat(98);
        Prompt prompt = chat("{'model':'m'," + HELLO + ",'x':" + deep + "}").prompt();
        assertThat(prompt.texts().get(1).length()).isLessThan(8 * deep.length());
    }

    @Test
    void read_randomBodies_areReadOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String valid = "{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':'\u20ac'}]}],'n':2,"
                + "'stream_options':{'include_usage':false},'max_tokens':5}";
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] body = bytes(valid);
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                body[random.nextInt(body.length)] = (byte) "{}[]:,\"0x'\u00ff".charAt(random.nextInt(11));
            }
            try {
                read.add(RequestReader.read(Endpoint.CHAT, Optional.empty(), body)
                        .model());
            } catch (dev.weir.gateway.error.ApiException e) {
                assertThat(e.error().status()).as("seed " + seed).isEqualTo(400);
            }
        }
        assertThat(read).as("seed " + seed).isNotEmpty();
    }
}
