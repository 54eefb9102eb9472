// The rows of a page as Go structs, with the standard library alone: `go run models.go URL read|write|acquire KEY ...`.
//
// The tags are those of TableTheory's Go SDK (theorydb) and of the AWS SDK's attributevalue (dynamodbav). Attributes that
// only Swift writes are left out. A PutItem of these structs erases them, which is allowed (docs/wire-contract.md): what a
// program wants to keep it updates instead.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Metadata is META: which body is current. Fresh while now < GeneratedAt + RevalidateSeconds, never by TTL.
type Metadata struct {
	_ struct{} `theorydb:"naming:snake_case"`

	PK                string `theorydb:"pk,attr:pk" dynamodbav:"pk" json:"pk"`
	SK                string `theorydb:"sk,attr:sk" dynamodbav:"sk" json:"sk"`
	S3Key             string `theorydb:"attr:s3_key" dynamodbav:"s3_key" json:"s3_key"`
	GeneratedAt       int64  `theorydb:"attr:generated_at" dynamodbav:"generated_at" json:"generated_at"`
	RevalidateSeconds int64  `theorydb:"attr:revalidate_seconds" dynamodbav:"revalidate_seconds" json:"revalidate_seconds"`
	ETag              string `theorydb:"attr:etag,omitempty" dynamodbav:"etag,omitempty" json:"etag,omitempty"`
	TTL               int64  `theorydb:"ttl,attr:ttl" dynamodbav:"ttl" json:"ttl"`
}

// IsFresh tells whether the page may be served as it is.
func (m Metadata) IsFresh(now time.Time) bool { return now.Unix() < m.GeneratedAt+m.RevalidateSeconds }

// Lock is LOCK: who may make the page. Held while LeaseExpiresAt > now.
type Lock struct {
	_ struct{} `theorydb:"naming:snake_case"`

	PK             string `theorydb:"pk,attr:pk" dynamodbav:"pk" json:"pk"`
	SK             string `theorydb:"sk,attr:sk" dynamodbav:"sk" json:"sk"`
	LeaseToken     string `theorydb:"attr:lease_token" dynamodbav:"lease_token" json:"lease_token"`
	LeaseExpiresAt int64  `theorydb:"attr:lease_expires_at" dynamodbav:"lease_expires_at" json:"lease_expires_at"`
	TTL            int64  `theorydb:"ttl,attr:ttl" dynamodbav:"ttl" json:"ttl"`
}

type value map[string]any

// item is a struct as DynamoDB's JSON, by its dynamodbav tags: what attributevalue.MarshalMap makes of it.
func item(row any) map[string]value {
	fields := map[string]value{}
	each(row, func(name string, isOptional bool, field reflect.Value) {
		if isOptional && field.IsZero() {
			return
		}
		if field.Kind() == reflect.Int64 {
			fields[name] = value{"N": strconv.FormatInt(field.Int(), 10)}
		} else {
			fields[name] = value{"S": field.String()}
		}
	})
	return fields
}

func read(item map[string]value, row any) {
	each(row, func(name string, _ bool, field reflect.Value) {
		if text, ok := item[name]["S"].(string); ok && field.Kind() == reflect.String {
			field.SetString(text)
		}
		if text, ok := item[name]["N"].(string); ok && field.Kind() == reflect.Int64 {
			number, _ := strconv.ParseInt(text, 10, 64)
			field.SetInt(number)
		}
	})
}

func each(row any, visit func(name string, isOptional bool, field reflect.Value)) {
	fields := reflect.Indirect(reflect.ValueOf(row))
	for i := 0; i < fields.NumField(); i++ {
		name, options, _ := strings.Cut(fields.Type().Field(i).Tag.Get("dynamodbav"), ",")
		if name != "" {
			visit(name, options == "omitempty", fields.Field(i))
		}
	}
}

// send makes an unsigned request, which `tabletheory serve` takes; the AWS SDK signs.
func send(url, operation string, request any) (int, map[string]json.RawMessage) {
	body, _ := json.Marshal(request)
	post, _ := http.NewRequest("POST", url, bytes.NewReader(body))
	post.Header.Set("Content-Type", "application/x-amz-json-1.0")
	post.Header.Set("X-Amz-Target", "DynamoDB_20120810."+operation)
	answer, err := http.DefaultClient.Do(post)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(answer.Body).Decode(&fields); err != nil {
		panic(err)
	}
	return answer.StatusCode, fields
}

func acquire(url, key, token string, seconds int64) bool {
	now := time.Now().Unix()
	row := Lock{PK: "CACHE#" + key, SK: "LOCK", LeaseToken: token, LeaseExpiresAt: now + seconds + 1, TTL: now + seconds + 3601}
	status, answer := send(url, "PutItem", map[string]any{
		"TableName": "pages", "Item": item(row),
		"ConditionExpression": "attribute_not_exists(pk) OR attribute_not_exists(lease_expires_at)" +
			" OR lease_expires_at <= :now OR lease_token = :token",
		"ExpressionAttributeValues": map[string]value{
			":now": {"N": strconv.FormatInt(now, 10)}, ":token": {"S": token}},
	})
	if status != 200 && !strings.Contains(string(answer["__type"]), "ConditionalCheckFailed") {
		panic(fmt.Sprint(status, answer))
	}
	return status == 200
}

func main() {
	url, command, key, rest := os.Args[1], os.Args[2], os.Args[3], os.Args[4:]
	now := time.Now()
	switch command {
	case "write":
		row := Metadata{
			PK: "CACHE#" + key, SK: "META", S3Key: rest[0], GeneratedAt: now.Unix(), RevalidateSeconds: 60,
			ETag: "9f86d081", TTL: now.Unix() + 7*86400}
		if status, answer := send(url, "PutItem", map[string]any{"TableName": "pages", "Item": item(row)}); status != 200 {
			panic(fmt.Sprint(status, answer))
		}
	case "read":
		_, answer := send(url, "GetItem", map[string]any{
			"TableName": "pages", "ConsistentRead": true,
			"Key": map[string]value{"pk": {"S": "CACHE#" + key}, "sk": {"S": "META"}}})
		var found map[string]value
		_ = json.Unmarshal(answer["Item"], &found)
		var row Metadata
		read(found, &row)
		_ = json.NewEncoder(os.Stdout).Encode(struct {
			Metadata
			IsFresh bool `json:"is_fresh"`
		}{row, row.IsFresh(now)})
	case "acquire":
		seconds, _ := strconv.ParseInt(rest[1], 10, 64)
		if acquire(url, key, rest[0], seconds) {
			fmt.Println("acquired")
		} else {
			fmt.Println("held")
		}
	}
}
