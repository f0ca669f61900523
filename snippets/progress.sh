# progress.sh NAME TOTAL: reads the log of pip or npm, and prints how far it is.
# A line for every tenth package, and one for each download of 5 MB or more, is
# enough for a terminal and short enough for the log of a CI job. TOTAL may be 0 if
# nobody knows it beforehand. Everything from the first error on passes through.
exec awk -v name="$1" -v total="$2" '
function told() { return "    " name ": " count (total > 0 ? " of " total : "") }
/^(Collecting|Processing) / || /^npm http fetch GET 200 .*\.tgz/ {
    count++
    if (count % 10 == 0) print told()
}
/^ *Downloading .*\([0-9.]+ MB\)/ {
    size = $(NF - 1)
    sub(/^\(/, "", size)
    file = $2
    sub(/.*\//, "", file)
    sub(/-.*/, "", file)
    if (size >= 5) print told() ", downloading " file " (" size " MB)"
}
/^Installing collected packages/ { print told() " downloaded, now installing" }
/^(Successfully installed|Successfully downloaded)/ { print told() " are ready" }
/^(ERROR|npm error)/ { failed = 1 }
failed || /^(WARNING: Retrying|added )/ { print "    " $0 }
{ fflush() }
'
