// Checks a served log with Go's own checksum-database packages: sumdb/note opens the checkpoints, sumdb/tlog recomputes
// roots and proofs from the tiles. It reads a task as JSON, and prints as JSON how much it checked; it stops with exit
// code 1 at the first thing that is not so.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// task says where the log is and what to check.
type task struct {
	URL         string   // of the log, without a slash at the end
	Logs        []string // verifier keys of the log, type 0x01
	Cosigners   []string // verifier keys of the cosigners, type 0x04
	Checkpoints []string // signed notes, the newest last
	Receipts    []receipt
}

// receipt is a leaf with its path to the root of one of the checkpoints.
type receipt struct {
	Checkpoint int
	Index      int64
	Leaf       string
	Path       []string
}

// answer counts what was checked.
type answer struct {
	Cosigners []int // distinct ones, by checkpoint
	Roots     int   // of checkpoints, recomputed from the newest tiles
	Trees     int   // consistency proofs from each checkpoint to the newest
	Records   int   // entries of the bundles, each with an inclusion proof made from the tiles
	Receipts  int   // inclusion proofs that the log gave out itself
	Tiles     int   // fetched
}

func main() {
	var given task
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	found, err := check(given)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		os.Exit(2)
	}
}

func check(given task) (found answer, err error) {
	keys, err := readKeys(given)
	if err != nil {
		return found, err
	}
	var trees []tlog.Tree
	for _, text := range given.Checkpoints {
		tree, cosigners, err := keys.open(text)
		if err != nil {
			return found, err
		}
		trees = append(trees, tree)
		found.Cosigners = append(found.Cosigners, cosigners)
	}
	newest := trees[len(trees)-1]
	served := &tiles{url: given.URL, known: map[tlog.Tile][]byte{}}
	hashes := tlog.TileHashReader(newest, served)
	for _, older := range trees {
		if err := checkTree(older, newest, hashes); err != nil {
			return found, fmt.Errorf("checkpoint of size %d: %v", older.N, err)
		}
		found.Roots++
		found.Trees++
	}
	if found.Records, err = checkRecords(newest, hashes, served); err != nil {
		return found, err
	}
	for _, one := range given.Receipts {
		if err := one.check(trees[one.Checkpoint]); err != nil {
			return found, fmt.Errorf("receipt of leaf %d: %v", one.Index, err)
		}
		found.Receipts++
	}
	found.Tiles = len(served.known)
	return found, nil
}

// checkTree recomputes an older root from the newest tiles, and proves that the log only grew since.
func checkTree(older, newest tlog.Tree, hashes tlog.HashReader) error {
	root, err := tlog.TreeHash(older.N, hashes)
	if err != nil {
		return err
	}
	if root != older.Hash {
		return fmt.Errorf("the tiles give the root %v", root)
	}
	proof, err := tlog.ProveTree(newest.N, older.N, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, newest.N, newest.Hash, older.N, older.Hash)
}

// checkRecords reads every entry bundle and proves each entry by the hash tiles.
func checkRecords(newest tlog.Tree, hashes tlog.HashReader, served *tiles) (int, error) {
	count := int64(0)
	for count < newest.N {
		bundle := tlog.Tile{H: 8, L: -1, N: count / 256, W: 256}
		if rest := newest.N - count; rest < 256 {
			bundle.W = int(rest)
		}
		data, err := served.get(bundle)
		if err != nil {
			return 0, err
		}
		for ; bundle.W > 0; bundle.W-- {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return 0, fmt.Errorf("entry %d is cut off", count)
			}
			length := 2 + int(binary.BigEndian.Uint16(data))
			proof, err := tlog.ProveRecord(newest.N, count, hashes)
			if err != nil {
				return 0, fmt.Errorf("entry %d: %v", count, err)
			}
			err = tlog.CheckRecord(proof, newest.N, newest.Hash, count, tlog.RecordHash(data[2:length]))
			if err != nil {
				return 0, fmt.Errorf("entry %d: %v", count, err)
			}
			data = data[length:]
			count++
		}
		if len(data) > 0 {
			return 0, fmt.Errorf("bytes behind entry %d", count-1)
		}
	}
	return int(count), nil
}

// check follows a receipt's own path, which is given from the leaf upward, as Go's proofs are.
func (r receipt) check(tree tlog.Tree) error {
	leaf, err := base64.StdEncoding.DecodeString(r.Leaf)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range r.Path {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, r.Index, tlog.RecordHash(leaf))
}

// keys are those whose signatures count.
type keys struct {
	all    note.Verifiers
	origin string
	isLog  map[uint32]bool
}

func readKeys(given task) (keys, error) {
	read := keys{isLog: map[uint32]bool{}}
	var all []note.Verifier
	for _, vkey := range given.Logs {
		key, err := note.NewVerifier(vkey)
		if err != nil {
			return read, err
		}
		all = append(all, key)
		read.origin = key.Name()
		read.isLog[key.KeyHash()] = true
	}
	for _, vkey := range given.Cosigners {
		key, err := readCosigner(vkey)
		if err != nil {
			return read, err
		}
		all = append(all, key)
	}
	read.all = note.VerifierList(all...)
	return read, nil
}

// open opens a checkpoint: the tree, and how many distinct cosigners signed it.
func (k keys) open(text string) (tree tlog.Tree, cosigners int, err error) {
	opened, err := note.Open([]byte(text), k.all)
	if err != nil {
		return tree, 0, err
	}
	logs := 0
	for _, signature := range opened.Sigs {
		if signature.Name == k.origin && k.isLog[signature.Hash] {
			logs++
		} else {
			cosigners++
		}
	}
	lines := strings.Split(opened.Text, "\n")
	if logs == 0 || len(lines) != 4 || lines[0] != k.origin {
		return tree, 0, fmt.Errorf("no checkpoint of this log: %q", opened.Text)
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, 0, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, cosigners, err
}
