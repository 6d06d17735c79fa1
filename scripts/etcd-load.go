// Puts on an etcd cluster under the same pattern as `deedbox bench statements`, for `scripts/bench-network`.
//
// So many puts are under way at once, spread over eight connections to the first endpoint named; with -rate they are
// begun on a schedule instead, and a latency counts from the scheduled time.
package main

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"log"
	"sort"
	"sync"
	"time"

	"go.etcd.io/etcd/clientv3"
)

var (
	endpoint = flag.String("endpoint", "127.0.0.1:7301", "the member that is asked: best the leader")
	count    = flag.Int("count", 100000, "puts in all")
	inFlight = flag.Int("in-flight", 1024, "puts under way at once")
	rate     = flag.Float64("rate", 0, "puts begun a second; 0: as many as go")
	size     = flag.Int("size", 250, "bytes of a value")
)

func random(count int) string {
	bytes := make([]byte, count)
	if _, err := rand.Read(bytes); err != nil {
		log.Fatal(err)
	}
	return string(bytes)
}

func main() {
	flag.Parse()
	clients := make([]*clientv3.Client, 8)
	for i := range clients {
		client, err := clientv3.New(clientv3.Config{Endpoints: []string{*endpoint}, DialTimeout: 5 * time.Second})
		if err != nil {
			log.Fatal(err)
		}
		clients[i] = client
	}
	value := random(*size)
	latencies := make([]time.Duration, *count)
	places := make(chan int, *count)
	begin := time.Now()
	due := func(i int) time.Time { return begin.Add(time.Duration(float64(i) / *rate * 1e9)) }
	var workers sync.WaitGroup
	for w := 0; w < *inFlight; w++ {
		workers.Add(1)
		go func(client *clientv3.Client) {
			defer workers.Done()
			for i := range places {
				start := time.Now()
				if *rate > 0 {
					start = due(i)
				}
				if _, err := client.Put(context.Background(), random(32), value); err != nil {
					log.Fatal(err)
				}
				latencies[i] = time.Since(start)
			}
		}(clients[w%len(clients)])
	}
	for i := 0; i < *count; i++ {
		if *rate > 0 {
			time.Sleep(time.Until(due(i)))
		}
		places <- i
	}
	close(places)
	workers.Wait()
	seconds := time.Since(begin).Seconds()
	sort.Slice(latencies, func(a, b int) bool { return latencies[a] < latencies[b] })
	at := func(share float64) float64 { return latencies[int(float64(*count-1)*share)].Seconds() * 1000 }
	fmt.Printf("rate %.0f p50 %.1f p99 %.1f\n", float64(*count)/seconds, at(0.5), at(0.99))
}
