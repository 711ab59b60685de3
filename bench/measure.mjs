// measure.mjs -- the figures of `make bench`, as one table.
//
// Each row is measured several times and shows the median; "noise" is how far apart the runs were, of the median. Beside
// it stands a raw limit, measured in the same run on the same machine: what remains when Praça's own work is left out.
// What cannot be measured here (a program or a file is missing) is said under the table and never estimated.

import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const [folder, ...only] = process.argv.slice(2)
const praca = path.resolve(folder, 'praca')
const long = process.env.BENCH_LONG === '1'
const olist = [process.env.OLIST, 'data/olist', '../shared/data/olist'].find(
  (d) => d && existsSync(path.join(d, 'olist_closed_deals_dataset.csv')),
)
const scratch = mkdtempSync(path.join(os.tmpdir(), 'praca-bench-'))
const login = { email: 'dono@bench.example', password: 'uma-senha-bem-longa-42' }
const rows = []
const skipped = []

// --- numbers

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const spread = (list) => (median(list) ? (Math.max(...list) - Math.min(...list)) / median(list) : 0)
const at = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))]
const now = () => Number(process.hrtime.bigint()) / 1e6
const timed = (fn) => {
  const from = now()
  fn()
  return now() - from
}
const times = (n, fn) => Array.from({ length: n }, fn)
const show = (v, unit) => (v === null ? '-' : `${v >= 100 ? Math.round(v).toLocaleString('en') : v.toPrecision(3)} ${unit}`)

// figure: what; got and raw: lists of runs; better: 'less' or 'more'; aim in the same unit, of the ratio when ofRatio.
function add({ figure, unit, got, raw = null, rawName = '', aim = null, better = 'less', ofRatio = false }) {
  const value = median(got)
  const limit = raw ? median(raw) : null
  const ratio = limit === null ? null : value / limit
  const judged = ofRatio ? ratio : value
  const met = aim === null ? '' : (better === 'less' ? judged < aim : judged >= aim) ? 'yes' : 'NO'
  rows.push([
    figure,
    show(value, unit),
    limit === null ? '-' : `${show(limit, unit)} ${rawName}`,
    ratio === null ? '-' : ratio.toFixed(2),
    aim === null ? '-' : `${better === 'less' ? '<' : '>='} ${ofRatio ? aim : `${aim} ${unit}`}`,
    met,
    got.length > 1 ? `${Math.round(spread(got) * 100)} %` : 'one run',
  ])
}

function table() {
  const all = [['figure', 'measured', 'raw limit', 'ratio', 'aim', 'met', 'noise'], ...rows]
  const wide = all[0].map((_, i) => Math.max(...all.map((r) => [...r[i]].length)))
  const line = (r) => r.map((c, i) => (i === 0 ? c.padEnd(wide[i]) : c.padStart(wide[i]))).join('   ')
  console.log([line(all[0]), wide.map((n) => '-'.repeat(n)).join('   '), ...all.slice(1).map(line)].join('\n'))
  for (const s of skipped) console.log(`not measured: ${s}`)
}

// Processor time in ms, from fields of stat(5) in hundredths of a second: of all children that have ended, and of one that runs.
const fieldsOf = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
const spentMs = () => (Number(fieldsOf('self')[13]) + Number(fieldsOf('self')[14])) * 10
const spentOf = (pid) => (Number(fieldsOf(pid)[11]) + Number(fieldsOf(pid)[12])) * 10

// --- the program

const cli = (...args) => execFileSync(praca, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })

function init(name) {
  const data = path.join(scratch, name)
  const secret = path.join(scratch, 'password')
  writeFileSync(secret, `${login.password}\n`, { mode: 0o600 })
  cli('init', '--data', data, '--admin-email', login.email, '--admin-password-file', secret)
  return data
}

function serve(data) {
  const from = now()
  const child = spawn(praca, ['serve', '--data', data, '--http.port=0'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`praca serve ended with ${code}`)))
    child.stdout.once('data', (text) => {
      const server = { child, ms: now() - from, url: String(text).split('\n')[0] }
      server.stop = async (signal = 'SIGTERM') => {
        child.kill(signal)
        await ended
      }
      resolve(server)
    })
  })
}

const residentMb = (pid) =>
  (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024) / 1e6

// One kept connection; what it answers is read to its end.
function client(url) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const headers = {}
  const ask = (method, target, body) =>
    new Promise((resolve, reject) => {
      const from = now()
      const r = http.request(url + target, { method, agent, headers: { ...headers } }, (answer) => {
        const parts = []
        answer.on('data', (p) => parts.push(p))
        answer.on('end', () =>
          resolve({ ms: now() - from, status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }),
        )
      })
      r.on('error', reject)
      r.end(body)
    })
  return { ask, headers, close: () => agent.destroy() }
}

async function signedIn(url, as = login) {
  const c = client(url)
  c.headers['Content-Type'] = 'application/json'
  const answer = await c.ask('POST', '/api/v1/session', JSON.stringify(as))
  if (answer.status !== 200) throw new Error(`signing in: ${answer.status} ${answer.text.slice(0, 200)}`)
  const session = JSON.parse(answer.text)
  delete c.headers['Content-Type']
  c.headers.Cookie = answer.headers['set-cookie'].map((s) => s.split(';')[0]).join('; ')
  c.headers['Praca-Site'] = session.sites[0].id
  return c
}

// The same question n times; what answers must be 200.
async function ask(c, target, n, status = 200) {
  const took = []
  for (let i = 0; i < n; i++) {
    const answer = await c.ask('GET', target)
    if (answer.status !== status) throw new Error(`${target}: ${answer.status} ${answer.text.slice(0, 200)}`)
    took.push(answer.ms)
  }
  return took
}

// What the server answers on its loop, without a worker and without a store: the first page of the interface for a browser
// that has it already.
async function askLoop(c, n) {
  const first = await c.ask('GET', '/')
  if (first.headers.etag) c.headers['If-None-Match'] = first.headers.etag
  const took = await ask(c, '/', n, first.headers.etag ? 304 : first.status)
  delete c.headers['If-None-Match']
  return took
}

// --- rows

async function start() {
  const data = path.join(scratch, 'demo')
  cli('demo', '--data', data)
  const raw = times(7, () => timed(() => cli('version')))
  const calm = []
  const killed = []
  const memory = []
  await (await serve(data)).stop()
  for (let i = 0; i < 5; i++) {
    const server = await serve(data)
    calm.push(server.ms)
    await pause(1000)
    memory.push(residentMb(server.child.pid))
    await server.stop()
  }
  await (await serve(data)).stop('SIGKILL')
  for (let i = 0; i < 5; i++) {
    const server = await serve(data)
    killed.push(server.ms)
    const c = client(server.url)
    await ask(c, '/healthz', 3)
    c.close()
    await server.stop('SIGKILL')
  }
  add({ figure: 'start to listening, demo', unit: 'ms', got: calm, raw, rawName: 'praca version', aim: 200 })
  add({ figure: 'start to listening after kill -9', unit: 'ms', got: killed, raw, rawName: 'praca version', aim: 200 })
  add({ figure: 'resident memory 1 s after start', unit: 'MB', got: memory, aim: 80 })
}

// The event store is opened by the first question about what happened, and gives its memory back when nobody asks.
async function timelines() {
  const data = path.join(scratch, 'timelines')
  cli('demo', '--data', data)
  const [email, password] = readFileSync(path.join(data, 'demo-login.txt'), 'utf8').split('\n')
  const server = await serve(data)
  try {
    const c = await signedIn(server.url, { email, password })
    const page = await c.ask('GET', '/api/v1/contacts?limit=100')
    for (const { id } of JSON.parse(page.text).items) await ask(c, `/api/v1/contacts/${id}/timeline`, 1)
    await ask(c, '/api/v1/dashboard', 1)
    await settle('100 timelines and the dashboard, demo', server)
    c.close()
  } finally {
    await server.stop()
  }
}

async function settle(what, server) {
  const peak = residentMb(server.child.pid)
  await pause(long ? 60000 : 5000)
  add({
    figure: `resident memory ${long ? 'one minute' : '5 s'} after ${what}`,
    unit: 'MB',
    got: [residentMb(server.child.pid)],
    raw: [peak],
    rawName: 'right after',
    aim: 120,
  })
}

function leads(file, n) {
  const channels = ['organic_search', 'paid_search', 'social', 'email', 'referral', 'unknown', 'direct', '']
  const lines = ['id,day,page,channel,name']
  let seed = 42
  const dice = (most) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor((seed / 2 ** 32) * most)
  }
  const two = (v) => String(v + 1).padStart(2, '0')
  for (let i = 0; i < n; i++) {
    const day = `${two(dice(28))}-${two(dice(12))}-${2021 + dice(4)}`
    lines.push(`l${dice(2 ** 32).toString(16)}-${i},${day},/p/${dice(400)},${channels[dice(8)]},Pessoa ${dice(9973)} da Silva`)
  }
  writeFileSync(file, lines.join('\n') + '\n')
  const map = `${file}.json`
  const to = { id: { to: 'external_id' }, day: { to: 'first_contact_at', pattern: 'DD-MM-YYYY' }, page: { to: 'landing_page' }, channel: { to: 'channel' }, name: { to: 'name' } }
  writeFileSync(map, JSON.stringify({ kind: 'leads', columns: to }))
  return map
}

async function large() {
  const data = init('large')
  const file = path.join(scratch, 'large.csv')
  const map = leads(file, 100000)
  cli('import', 'leads', file, '--map', map, '--data', data)
  const server = await serve(data)
  try {
    const c = await signedIn(server.url)
    const list = '/api/v1/contacts?channel=social&sort=-first_contact_at&limit=50'
    await ask(c, list, 50)
    await askLoop(c, 50)
    const raw = []
    const got = []
    for (let i = 0; i < 3; i++) {
      raw.push(await askLoop(c, 400))
      got.push(await ask(c, list, 400))
    }
    for (const [name, part] of [['p50', 0.5], ['p99', 0.99]])
      add({
        figure: `100,000 contacts: a page by filter and sort, ${name}`,
        unit: 'ms',
        got: got.map((g) => at(g, part)),
        raw: raw.map((g) => at(g, part)),
        rawName: 'GET / (loop)',
      })
    for (const by of ['channel', 'landing_page', 'month']) await ask(c, `/api/v1/reports/channels?by=${by}`, 2)
    if ((await c.ask('GET', '/api/v1/dashboard')).status !== 200) skipped.push('memory after the dashboard: it does not answer')
    await settle('reports over 100,000 contacts', server)
    c.close()
  } finally {
    await server.stop()
  }
}

/* Requests a second, how long 99 of 100 took, in ms, and what one cost the server's processors, in microseconds. */
function wrk(pid, url, connections, key) {
  const before = spentOf(pid)
  const said = execFileSync('wrk', ['-t1', `-c${connections}`, '-d1s', '--latency', '-s', 'bench/intake.lua', url, '--', key], { encoding: 'utf8' })
  if (/Non-2xx/.test(said)) throw new Error(`${url}: ${/Non-2xx.*/.exec(said)[0]}`)
  const [, late, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(said)
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(said)[1]),
    p99: Number(late) * { us: 0.001, ms: 1, s: 1000 }[unit],
    cost: ((spentOf(pid) - before) * 1000) / Number(/(\d+) requests in/.exec(said)[1]),
  }
}

async function intake() {
  const child = spawn(path.resolve(folder, 'bench/bench_intake'), [path.join(scratch, 'journal')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const [port, key] = await new Promise((resolve) => child.stdout.once('data', (text) => resolve(String(text).trim().split(' '))))
  try {
    for (const connections of [100, 300]) {
      const raw = []
      const got = []
      for (let i = 0; i < 7; i++) {
        raw.push(wrk(child.pid, `http://127.0.0.1:${port}/now`, connections, key))
        got.push(wrk(child.pid, `http://127.0.0.1:${port}/m/e`, connections, key))
      }
      const part = (list, name) => list.map((x) => x[name])
      add({ figure: `events from pages, synced, ${connections} connections`, unit: '/s', got: part(got, 'rate'), raw: part(raw, 'rate'), rawName: '202 at once', aim: 0.5, better: 'more', ofRatio: true })
      add({ figure: `  99 of 100 within`, unit: 'ms', got: part(got, 'p99'), raw: part(raw, 'p99'), rawName: '202 at once', aim: 20 })
      add({ figure: `  the server's processor time for each`, unit: 'µs', got: part(got, 'cost'), raw: part(raw, 'cost'), rawName: '202 at once' })
    }
  } finally {
    child.stdin.end()
    await ended
  }
}

// From the journal into the event store, with every stage that the server has. Memory is what the loader added to the process: the
// same at the middle of the way as at its end, or it would grow with the journal.
function loading() {
  const events = Number(process.env.BENCH_FACTS ?? (long ? 3000000 : 500000))
  const runs = times(3, (_, i) => {
    const dir = path.join(scratch, `loader-${i}`)
    mkdirSync(dir)
    const said = execFileSync(path.resolve(folder, 'bench/bench_loader'), [dir, String(events)], { encoding: 'utf8' })
    rmSync(dir, { recursive: true })
    const number = (pattern) => Number(pattern.exec(said)[1])
    return {
      rate: number(/^loaded ([\d.]+)/m),
      work: number(/^loaded .* ([\d.]+) \/cpu-s/m),
      bare: number(/^bare ([\d.]+)/m),
      bareWork: number(/^bare .* ([\d.]+) \/cpu-s/m),
      peak: number(/peak ([\d.]+) MB/),
      middle: number(/middle ([\d.]+) MB/),
    }
  })
  const part = (name) => runs.map((r) => r[name])
  const rawName = 'bare DuckDB appender'
  add({ figure: `loading ${events.toLocaleString('en')} events with all stages`, unit: '/s', got: part('rate'), raw: part('bare'), rawName, better: 'more' })
  add({ figure: '  for each second of processor time', unit: '/s', got: part('work'), raw: part('bareWork'), rawName, better: 'more' })
  add({ figure: '  memory it takes at its highest', unit: 'MB', got: part('peak'), raw: part('middle'), rawName: 'by the middle', aim: 300 })
}

function insert() {
  const got = []
  const raw = []
  for (let i = 0; i < 2; i++) {
    const said = execFileSync(path.resolve(folder, 'bench/bench_model_insert'), ['20000'], { encoding: 'utf8' })
    for (const m of said.matchAll(/round: bare (\d+)\/s, through the model (\d+)\/s/g)) {
      raw.push(Number(m[1]))
      got.push(Number(m[2]))
    }
  }
  add({ figure: 'SQLite batch insert through the model', unit: '/s', got, raw, rawName: 'bare sqlite3', aim: 0.6, better: 'more', ofRatio: true })
}

// Many people with their companies, by the domains of their addresses: the whole of an import, trial included. The bare loop
// writes the same rows and indices, once as a program that waits for the disk at each commit, once as one that does not.
function imports() {
  const many = long ? 1000000 : 100000
  const got = []
  const records = []
  const synced = []
  const easy = []
  const holds = { clock: [], processor: [], p99: [], over: [], overProcessor: [], bare: [] }
  const peak = []
  for (let i = 0; i < (long ? 1 : 3); i++) {
    const said = execFileSync(path.resolve(folder, 'bench/bench_import'), [String(many)], { encoding: 'utf8' })
    const number = (pattern) => Number(pattern.exec(said)[1])
    synced.push(number(/^bare-synced (\d+)\/s/m))
    easy.push(number(/^bare-easy (\d+)\/s/m))
    got.push(number(/^import (\d+)\/s/m))
    records.push(number(/^import-records (\d+)\/s/m))
    const [, ...held] = /^import-holds .*?p99 ([\d.]+) ms max ([\d.]+) ms, ([\d.]+)% .*max ([\d.]+) ms, ([\d.]+)%/m.exec(said)
    for (const name of ['p99', 'clock', 'over', 'processor', 'overProcessor']) holds[name].push(Number(held.shift()))
    holds.bare.push(number(/^bare-easy-holds .*? max ([\d.]+) ms/m))
    peak.push(number(/peak (\d+) MB/))
    if (number(/(\d+) audits/) !== 1) throw new Error('an import left other than one audit entry')
  }
  const figure = `import of ${many.toLocaleString('en')} people, all of it found by the search`
  add({ figure, unit: '/s', got, raw: synced, rawName: 'bare sqlite3, synced', aim: 0.6, better: 'more', ofRatio: true })
  add({ figure: '  beside a loop that syncs no commit', unit: '/s', got, raw: easy, rawName: 'bare sqlite3', aim: 0.6, better: 'more', ofRatio: true })
  add({ figure: '  until the records stand, the index of the search not yet', unit: '/s', got: records })
  add({ figure: '  longest transaction, commit included', unit: 'ms', got: holds.clock, raw: holds.bare, rawName: 'bare sqlite3, 2,000 rows', aim: 20 })
  add({ figure: '  its longest in the time of the processor', unit: 'ms', got: holds.processor, aim: 20 })
  add({ figure: '  99 of 100 transactions, commit included', unit: 'ms', got: holds.p99, aim: 20 })
  add({ figure: '  transactions over 20 ms on the clock', unit: '%', got: holds.over })
  add({ figure: '  transactions over 20 ms of the processor', unit: '%', got: holds.overProcessor })
  add({ figure: '  peak of memory', unit: 'MB', got: peak, aim: 300 })
}

// Live segments. The base of a build is what the event store alone takes for the same two questions; that of a change, the same
// row read, changed and committed without followers, in turn with it.
function segments() {
  const many = Number(process.env.BENCH_PEOPLE ?? (long ? 1000000 : 50000))
  const facts = Number(process.env.BENCH_FACTS ?? (long ? 10000000 : 500000))
  const run = (data, ...words) => execFileSync(path.resolve(folder, 'bench/bench_segments'), [data, String(facts), ...words], { encoding: 'utf8', maxBuffer: 1 << 20 })
  const number = (said, name) => Number(new RegExp(`^${name} ([\\d.]+)`, 'm').exec(said)[1])
  const p99 = (said, name) => Number(new RegExp(`^${name} p50 [\\d.]+ p99 ([\\d.]+)`, 'm').exec(said)[1])
  const data = init('segments')
  execFileSync(path.resolve(folder, 'bench/bench_people'), [path.join(data, 'praca.db'), String(many)])
  const built = run(data, 'build')
  const rawName = 'event store alone'
  add({ figure: `segment of five conditions over ${many.toLocaleString('en')} people, ${facts.toLocaleString('en')} facts: found`, unit: 'ms', got: [number(built, 'members-cold'), number(built, 'members-warm')], raw: [number(built, 'store-alone')], rawName, aim: 3000 })
  add({ figure: '  and written', unit: 'ms', got: [number(built, 'built')], aim: 3000 })
  add({ figure: '  and what it asks of counted, from nothing', unit: 'ms', got: [number(built, 'counted')] })
  const changed = run(data, 'change')
  add({ figure: 'one contact changes among 100 segments, p99', unit: 'ms', got: [p99(changed, 'change')], raw: [p99(changed, 'bare')], rawName: 'bare commit', aim: 2 })
  add({ figure: '  processor time of it, p99', unit: 'ms', got: [p99(changed, 'change-processor')] })
  add({ figure: '  and behind it, joining the index of the search: for each', unit: 'ms', got: [number(changed, 'joined-behind-processor')] })
  const streamed = run(data, 'events')
  add({ figure: '1,000 facts/s among 100 segments: counted', unit: '/s', got: [number(streamed, 'events-per-second')], aim: 950, better: 'more' })
  add({ figure: '  behind, p99', unit: 'ms', got: [p99(streamed, 'lag')], aim: 1000 })
}

async function olistFiles() {
  if (!olist) {
    skipped.push('Olist import and report: the files are not here (OLIST=FOLDER says where)')
    return
  }
  const got = []
  const dry = []
  const cpu = []
  let data
  const file = (kind) => path.join(olist, kind === 'leads' ? 'olist_marketing_qualified_leads_dataset.csv' : 'olist_closed_deals_dataset.csv')
  const run = (kind, ...more) => cli('import', kind, file(kind), '--map', `examples/olist/${kind}.json`, '--data', data, ...more)
  const empty = init('olist-empty')
  for (let i = 0; i < 5; i++) {
    data = path.join(scratch, `olist-${i}`)
    cpSync(empty, data, { recursive: true })
    dry.push(timed(() => run('leads', '--dry-run')))
    const before = spentMs()
    got.push(timed(() => (run('leads'), run('deals'))))
    cpu.push(spentMs() - before)
  }
  add({ figure: 'Olist import, both files', unit: 'ms', got, aim: 1000 })
  add({ figure: '  processor time in it', unit: 'ms', got: cpu })
  add({ figure: '  trying the leads alone', unit: 'ms', got: dry })
  const server = await serve(data)
  try {
    const c = await signedIn(server.url)
    await ask(c, '/api/v1/reports/channels', 5)
    const raw = await askLoop(c, 30)
    add({ figure: 'channel report over Olist', unit: 'ms', got: await ask(c, '/api/v1/reports/channels', 30), raw, rawName: 'GET / (loop)', aim: 50 })
    c.close()
  } finally {
    await server.stop()
  }
}

function attribution() {
  const run = (...args) => {
    const said = execFileSync(path.resolve(folder, 'bench/bench_attribution'), args, { encoding: 'utf8' })
    return Object.fromEntries(said.trim().split('\n').map((l) => [l.split(' ')[0], Number(l.split(' ')[1])]))
  }
  const small = times(5, () => run('10000', 'markov'))
  const big = times(3, () => run('1000000'))
  const wide = times(3, () => run('1000000', 'all', '60'))
  const rawName = 'one pass'
  add({ figure: 'Markov over 10,000 journeys, 20,000 conversions', unit: 'ms', got: small.map((s) => s.markov), raw: small.map((s) => s.pass), rawName, aim: 10 })
  add({ figure: 'all models over 1,000,000 journeys', unit: 'ms', got: big.map((b) => b.all), raw: big.map((b) => b.pass), rawName, aim: 2000 })
  add({ figure: '  with 60 channels', unit: 'ms', got: wide.map((b) => b.all), raw: wide.map((b) => b.pass), rawName, aim: 2000 })
}

// Pages of lists and answers of the search among many people, over HTTP; each question is asked again and again, the slow and the quick by
// turns. What people ask most stands first; the last ones are common words and pairs of filters that are seldom both true.
async function finding() {
  const many = long ? 1000000 : 100000
  const data = init('finding')
  execFileSync(path.resolve(folder, 'bench/bench_people'), [path.join(data, 'praca.db'), String(many)])
  const server = await serve(data)
  try {
    const c = await signedIn(server.url)
    const lists = {
      'usual order': 'contacts?sort=-first_contact_at&count=1',
      'stage, usual order': 'contacts?lifecycle=customer&sort=-first_contact_at&count=1',
      'stage, by name': 'contacts?lifecycle=customer&sort=name&count=1',
      'channel, by channel': 'contacts?channel=social&sort=channel',
      'landing page, by name': 'contacts?landing_page=/p/7&sort=name',
      'tag, by name': 'contacts?tags=vip&sort=-name',
      'stage and channel': 'contacts?lifecycle=customer&channel=social&sort=-first_contact_at&count=1',
      'stage and a month, by name': 'contacts?lifecycle=customer&first_contact_at.gte=2022-04-01T00:00:00Z&first_contact_at.lt=2022-05-01T00:00:00Z&sort=name&count=1',
      'a word, by name': 'contacts?q=maria&sort=name&count=1',
    }
    const words = ['maria', 'mar', 'm', 'xyzzy', 'mariana silva', 'metalforte7', '98765']
    const raw = await askLoop(c, 300)
    const figure = async (name, target, aim) => {
      await ask(c, target, 5)
      add({ figure: name, unit: 'ms', got: [at(await ask(c, target, 200), 0.99)], raw: [at(raw, 0.99)], rawName: 'GET / (loop)', aim })
    }
    const people = many.toLocaleString('en')
    for (const [name, target] of Object.entries(lists)) await figure(`list of ${people}: ${name}, p99`, `/api/v1/${target}&limit=50`, 30)
    for (const word of words) await figure(`search among ${people}: “${word}”, p99`, `/api/v1/search?q=${encodeURIComponent(word)}`, 50)
    c.close()
  } finally {
    await server.stop()
  }
}

// The page of visits over two years, each question beside straight SQL on a table of raw events in the same DuckDB. Processor time is
// compared; of the whole page the clock counts.
function stats() {
  const events = Number(process.env.BENCH_EVENTS ?? (long ? 10000000 : 1000000))
  const kept = process.env.BENCH_CACHE ? [path.join(process.env.BENCH_CACHE, `stats-${events}`)] : []
  if (kept[0]) mkdirSync(process.env.BENCH_CACHE, { recursive: true })
  const said = execFileSync(path.resolve(folder, 'bench/bench_stats'), [String(events), '5', ...kept], { encoding: 'utf8', maxBuffer: 1 << 20 })
  const lines = [...said.matchAll(/^(30d|2y) +(\w+) +([\d.]+) cpu +([\d.]+) ms +raw +([\d.]+) cpu/gm)]
  const spans = { '30d': '30 days', '2y': 'two years' }
  for (const [, span, panel, cpu, wall, raw] of lines) {
    const figure = `visits, ${events.toLocaleString('en')} events: ${panel}, ${spans[span]}`
    add({ figure: `${figure}, processor`, unit: 'ms', got: [Number(cpu)], raw: [Number(raw)], rawName: 'SQL on raw events', aim: 1.3, ofRatio: true })
    if (panel === 'page') add({ figure: `${figure}, on the clock`, unit: 'ms', got: [Number(wall)], aim: span === '30d' ? 300 : 2500 })
  }
}

function weight() {
  const events = Number(process.env.BENCH_EVENTS ?? (long ? 10000000 : 1000000))
  const said = execFileSync(path.resolve(folder, 'bench/bench_visits'), [String(events)], { encoding: 'utf8' })
  const [, after, before] = /on disk +([\d.]+) bytes an event \(before compaction ([\d.]+)\)/.exec(said)
  add({ figure: `an event on disk, ${events.toLocaleString('en')} of two years, compacted`, unit: 'bytes', got: [Number(after)], raw: [Number(before)], rawName: 'as it came', aim: 32 })
}

// What attribution reads before it weighs: with and without the kind "view" among the facts outside of visits, page by page, and the first alone.
function touches() {
  const events = Number(process.env.BENCH_EVENTS ?? (long ? 10000000 : 1000000))
  const kept = process.env.BENCH_CACHE ? [path.join(process.env.BENCH_CACHE, `touches-${events}`)] : []
  if (kept[0]) mkdirSync(process.env.BENCH_CACHE, { recursive: true })
  const said = execFileSync(path.resolve(folder, 'bench/bench_touches'), [String(events), '5', ...kept], { encoding: 'utf8' })
  for (const [, name, found, cpu, , raw] of said.matchAll(/^(\w+) +(\d+) touches +([\d.]+) cpu +([\d.]+) ms +raw +([\d.]+) cpu/gm))
    add({ figure: `touches of everybody known, ${events.toLocaleString('en')} events: ${name} (${Number(found).toLocaleString('en')}), processor`, unit: 'ms', got: [Number(cpu)], raw: [Number(raw)], rawName: 'SQL on the same columns' })
}

const parts = { start, timelines, large, finding, intake, loader: loading, insert, imports, segments, stats, weight, olist: olistFiles, attribution, touches }
const wanted = only.length ? Object.keys(parts).filter((k) => only.some((o) => k.includes(o))) : Object.keys(parts)
const load = os.loadavg()[0]
try {
  for (const name of wanted) {
    process.stderr.write(`${name} …\n`)
    try {
      await parts[name]()
    } catch (e) {
      skipped.push(`${name}: ${String(e.stderr || e.message).trim().split('\n')[0]}`)
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
console.log(`\n${os.cpus().length} cores, ${os.cpus()[0].model.trim()}; load ${load.toFixed(1)} before, ${os.loadavg()[0].toFixed(1)} after; node ${process.version}`)
table()
process.exitCode = rows.length ? 0 : 1
