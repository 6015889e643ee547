// PouchDB and express-pouchdb, LevelDB on both sides. `node pouch_peer.mjs RECORDS.json` where the packages are
// installed; prints seconds as JSON.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const require = createRequire(path.join(process.cwd(), 'package.json'));

function serve(folder) {
  const PouchDB = require('pouchdb').defaults({ prefix: `${folder}/` });
  const app = require('express')();
  const options = { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/log.txt` };
  app.use('/db', require('express-pouchdb')(PouchDB, options));
  const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
}

async function measure(file) {
  const PouchDB = require('pouchdb');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pouch-'));
  const server = spawn(process.execPath, [process.argv[1], '--serve', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = String(await new Promise((done) => server.stdout.once('data', done))).trim();
  const remote = new PouchDB(`http://127.0.0.1:${port}/db/t`);
  await remote.info();
  const records = JSON.parse(readFileSync(file, 'utf8')).map(({ id, ...rest }) => ({ _id: id, ...rest }));
  const here = new PouchDB(path.join(folder, 'here'));
  const there = new PouchDB(path.join(folder, 'there'));
  for (let at = 0; at < records.length; at += 2000) await here.bulkDocs(records.slice(at, at + 2000));
  const options = { batch_size: 1000, batches_limit: 10 };
  const started = performance.now();
  await here.replicate.to(remote, options);
  const pushed = performance.now();
  const answer = await there.replicate.from(remote, options);
  const pulled = performance.now();
  server.kill();
  if (answer.docs_written !== records.length) throw new Error(`${answer.docs_written} of ${records.length} arrived`);
  console.log(JSON.stringify({ push: (pushed - started) / 1000, pull: (pulled - pushed) / 1000 }));
  process.exit(0);
}

if (process.argv[2] === '--serve') serve(process.argv[3]);
else await measure(process.argv[2]);
