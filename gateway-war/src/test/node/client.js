// Uses the gateway as a program that was written for OpenAI. Prints a line for each case; OpenAiNodeIT reads them.
import OpenAI from 'openai';

const [base, patientKey, largeKey] = process.argv.slice(2);
const client = (apiKey, maxRetries = 0) => new OpenAI({ baseURL: base, apiKey, maxRetries, timeout: 30_000 });
const messages = [{ role: 'user', content: 'one two three' }];
const large = client(largeKey);

async function report(name, work) {
  try {
    console.log(`${name}: ${await work()}`);
  } catch (error) {
    console.log(`${name}: ${error.constructor.name} ${error.status} ${error.code}`);
  }
}

await report('chat', async () => {
  const answer = await large.chat.completions.create({ model: 'echo', max_tokens: 50, messages });
  return `${answer.choices[0].message.content} ${answer.usage.completion_tokens > 0}`;
});

await report('stream', async () => {
  const stream = await large.chat.completions.create({ model: 'echo', max_tokens: 50, messages, stream: true });
  let text = '';
  let chunks = 0;
  for await (const chunk of stream) {
    text += chunk.choices[0].delta.content ?? '';
    chunks++;
  }
  return `${text} ${chunks > 2}`;
});

await report('usage', async () => {
  const stream = await large.chat.completions.create({
    model: 'echo',
    max_tokens: 50,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  let empty = 0;
  for await (const chunk of stream) {
    empty += chunk.choices.length === 0 && chunk.usage.total_tokens > 0 ? 1 : 0;
  }
  return empty;
});

await report('retry', async () => {
  const patient = client(patientKey, 4);
  for (let i = 0; i < 3; i++) {
    await patient.chat.completions.create({ model: 'echo', max_tokens: 80, messages });
  }
  return 'three';
});

await report('too large', () => large.chat.completions.create({ model: 'echo', max_tokens: 500_000, messages }));
await report('no key', () => client('sk-unknown').chat.completions.create({ model: 'echo', messages }));
await report('no model', () => large.chat.completions.create({ model: 'no-such-model', messages }));
await report('bad request', () => large.chat.completions.create({ model: 'echo', messages: [] }));
await report('models', async () => (await large.models.list()).data.map((model) => model.id).includes('echo'));
