declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.sqrt.v8f64(<8 x double>)
declare <8 x double> @llvm.fabs.v8f64(<8 x double>)
declare <8 x double> @llvm.trunc.v8f64(<8 x double>)
declare <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr>, i32, <8 x i1>, <8 x double>)
declare void @llvm.masked.scatter.v8f64.v8p0(<8 x double>, <8 x ptr>, i32, <8 x i1>)

define dso_local void @run(i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check, i64 %origin, i64 %first.save, i64 %last, ptr %handed) #0 {
entry:
  %states = alloca [1 x <8 x double>], align 64
  %sums = alloca [1 x <8 x double>], align 64
  %doubt = alloca [1 x <8 x double>], align 64
  %shared = alloca [3 x double], align 64
  %v1 = mul i64 %steps, 0
  %arrays = getelementptr <8 x double>, ptr %history, i64 %v1
  %v2 = insertelement <8 x double> poison, double %dt, i32 0
  %v3 = shufflevector <8 x double> %v2, <8 x double> poison, <8 x i32> zeroinitializer
  %v4 = getelementptr ptr, ptr %inputs, i64 1
  %v5 = load ptr, ptr %v4
  %v6 = load double, ptr %v5, align 8
  %v7 = insertelement <8 x double> poison, double %v6, i32 0
  %v8 = shufflevector <8 x double> %v7, <8 x double> poison, <8 x i32> zeroinitializer
  %v9 = extractelement <8 x double> %v8, i32 0
  %v10 = getelementptr double, ptr %shared, i64 0
  store double %v9, ptr %v10, align 8
  %v11 = getelementptr ptr, ptr %inputs, i64 0
  %v12 = load ptr, ptr %v11
  %v13 = load double, ptr %v12, align 8
  %v14 = insertelement <8 x double> poison, double %v13, i32 0
  %v15 = shufflevector <8 x double> %v14, <8 x double> poison, <8 x i32> zeroinitializer
  %v16 = extractelement <8 x double> %v15, i32 0
  %v17 = getelementptr double, ptr %shared, i64 1
  store double %v16, ptr %v17, align 8
  %v18 = insertelement <8 x double> poison, double %start, i32 0
  %v19 = shufflevector <8 x double> %v18, <8 x double> poison, <8 x i32> zeroinitializer
  %v20 = extractelement <8 x double> %v19, i32 0
  %v21 = getelementptr double, ptr %shared, i64 2
  store double %v20, ptr %v21, align 8
  br label %ready
ready:
  br label %block
block:
  %b = phi i64 [ %first, %ready ], [ %b.next, %finish ]
  %lane = mul i64 %b, 8
  store <8 x double> splat (double 0x0000000000000000), ptr %doubt, align 64
  %v22 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> splat (double 0x4024000000000000), ptr %v22, align 64
  %v23 = getelementptr <8 x double>, ptr %sums, i64 0
  store <8 x double> splat (double 0x0000000000000000), ptr %v23, align 64
  br label %begun
begun:
  br label %step
step:
  %k = phi i64 [ %origin, %begun ], [ %k.next, %moved ]
  %s = phi i64 [ 0, %begun ], [ %s.next, %moved ]
  %k.save = phi i64 [ %first.save, %begun ], [ %k.next.save, %moved ]
  %is.save = icmp eq i64 %k, %k.save
  %v24 = sitofp i64 %k to double
  %v25 = fmul double %v24, %dt
  %v26 = fadd double %start, %v25
  %v27 = insertelement <8 x double> poison, double %v26, i32 0
  %v28 = shufflevector <8 x double> %v27, <8 x double> poison, <8 x i32> zeroinitializer
  %v29 = getelementptr <8 x double>, ptr %states, i64 0
  %v30 = load <8 x double>, ptr %v29, align 64
  %v31 = getelementptr double, ptr %shared, i64 0
  %v32 = load double, ptr %v31, align 8
  %v33 = insertelement <8 x double> poison, double %v32, i32 0
  %v34 = shufflevector <8 x double> %v33, <8 x double> poison, <8 x i32> zeroinitializer
  %v35 = fdiv <8 x double> %v30, %v34
  %v36 = getelementptr double, ptr %shared, i64 1
  %v37 = load double, ptr %v36, align 8
  %v38 = insertelement <8 x double> poison, double %v37, i32 0
  %v39 = shufflevector <8 x double> %v38, <8 x double> poison, <8 x i32> zeroinitializer
  %v40 = fsub <8 x double> %v39, %v35
  br i1 %is.save, label %save, label %saved
save:
  %v41 = load <8 x double>, ptr %doubt, align 64
  %v42 = mul i64 %saves, 0
  %v43 = add i64 %s, %v42
  %v44 = mul i64 %v43, %row
  %v45 = add i64 %v44, %lane
  %v46 = getelementptr double, ptr %out, i64 %v45
  store <8 x double> %v30, ptr %v46, align 64
  %v47 = fsub <8 x double> %v30, %v30
  %v48 = fadd <8 x double> %v41, %v47
  %v49 = getelementptr <8 x double>, ptr %sums, i64 0
  %v50 = load <8 x double>, ptr %v49, align 64
  %v51 = mul i64 %saves, 1
  %v52 = add i64 %s, %v51
  %v53 = mul i64 %v52, %row
  %v54 = add i64 %v53, %lane
  %v55 = getelementptr double, ptr %out, i64 %v54
  store <8 x double> %v50, ptr %v55, align 64
  %v56 = fsub <8 x double> %v50, %v50
  %v57 = fadd <8 x double> %v48, %v56
  store <8 x double> splat (double 0x0000000000000000), ptr %v49, align 64
  store <8 x double> %v57, ptr %doubt, align 64
  br label %saved
saved:
  %is.last = icmp eq i64 %k, %last
  br i1 %is.last, label %finish, label %move
move:
  %v58 = getelementptr <8 x double>, ptr %states, i64 0
  %v59 = load <8 x double>, ptr %v58, align 64
  %v60 = fmul <8 x double> %v3, %v40
  %v61 = fadd <8 x double> %v59, %v60
  %v62 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> %v61, ptr %v62, align 64
  %v63 = getelementptr double, ptr %shared, i64 1
  %v64 = load double, ptr %v63, align 8
  %v65 = insertelement <8 x double> poison, double %v64, i32 0
  %v66 = shufflevector <8 x double> %v65, <8 x double> poison, <8 x i32> zeroinitializer
  %v67 = getelementptr <8 x double>, ptr %sums, i64 0
  %v68 = load <8 x double>, ptr %v67, align 64
  %v69 = fmul <8 x double> %v3, %v66
  %v70 = fadd <8 x double> %v68, %v69
  %v71 = getelementptr <8 x double>, ptr %sums, i64 0
  store <8 x double> %v70, ptr %v71, align 64
  br label %moved
moved:
  %k.next = add i64 %k, 1
  %was.save = zext i1 %is.save to i64
  %to.next.save = select i1 %is.save, i64 %every, i64 0
  %s.next = add i64 %s, %was.save
  %k.next.save = add i64 %k.save, %to.next.save
  br label %step
finish:
  %v72 = load <8 x double>, ptr %doubt, align 64
  %v73 = getelementptr <8 x double>, ptr %states, i64 0
  %v74 = load <8 x double>, ptr %v73, align 64
  %v75 = fsub <8 x double> %v74, %v74
  %v76 = fadd <8 x double> %v72, %v75
  %v77 = getelementptr double, ptr %check, i64 %lane
  store <8 x double> %v76, ptr %v77, align 64
  %b.next = add i64 %b, 1
  %is.done = icmp eq i64 %b.next, %end
  br i1 %is.done, label %exit, label %block
exit:
  ret void
}

attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
