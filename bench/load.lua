-- A script for wrk. It sends the requests of several logins in turn, at most `limit`
-- in all, and prints the result as JSON.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

-- Arguments: limit, path, and optionally the name of a header with its values.
function init(args)
  limit = tonumber(args[1])
  texts = { wrk.format("GET", args[2]) }
  for at = 4, #args do
    wrk.headers[args[3]] = args[at]
    texts[at - 3] = wrk.format("GET", args[2])
  end
  size = #texts[1]
  sent = 0
end

function request()
  sent = sent + 1
  if sent > limit then
    wrk.thread:stop()
  end
  return texts[sent % #texts + 1]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  print(string.format(
    '{"requests": %d, "seconds": %f, "bytes": %d, "request_bytes": %d, ' ..
    '"failed": %d, "refused": %d, "p50": %f, "p95": %f, "p99": %f}',
    summary.requests, summary.duration / 1e6, summary.bytes,
    threads[1]:get("size"), failed, errors.status,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3
  ))
end
